"""How the public site looks: tokens, styles, components, icons, the one script, and the environment that renders pages.

A mechanism that knows no room: it is handed values and gives back HTML. The page templates themselves belong to the
portal (``portal/templates``); everything they are composed of is here, one folder a component.
"""
