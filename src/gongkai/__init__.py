"""gongkai runs a department's proactive-disclosure catalogue (主动公开事项目录)."""
