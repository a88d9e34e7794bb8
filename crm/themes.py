"""Two calm themes with one accent colour: what is quiet is grey, what acts is teal."""

from textual.theme import Theme

DARK = Theme(
    name="desk-dark",
    primary="#1f6f78",
    secondary="#3c5a66",
    accent="#5fc3cc",
    foreground="#d9dfe3",
    background="#14181b",
    surface="#191e22",
    panel="#22292e",
    success="#7fbf7f",
    warning="#d9b15f",
    error="#e07a6f",
    dark=True,
    variables={
        "block-cursor-background": "#1f6f78",
        "block-cursor-foreground": "#ffffff",
        "input-cursor-background": "#5fc3cc",
        "input-selection-background": "#1f6f78 60%",
        "scrollbar": "#3a454c",
        "scrollbar-hover": "#4d5b63",
        "scrollbar-active": "#5fc3cc",
        "scrollbar-background": "#14181b",
        "scrollbar-background-hover": "#14181b",
        "scrollbar-background-active": "#14181b",
        "border": "#3f9aa3",
        "border-blurred": "#3a454c",
    },
)

LIGHT = Theme(
    name="desk-light",
    primary="#1b6b75",
    secondary="#5d7780",
    accent="#0f6c78",
    foreground="#1d2529",
    background="#f5f6f4",
    surface="#eceeeb",
    panel="#dfe3e0",
    success="#2f7a3c",
    warning="#8a5a00",
    error="#b3372c",
    dark=False,
    variables={
        "block-cursor-background": "#1b6b75",
        "block-cursor-foreground": "#ffffff",
        "input-cursor-background": "#0f6c78",
        "input-selection-background": "#1b6b75 35%",
        "scrollbar": "#b5bfbb",
        "scrollbar-hover": "#9aa7a2",
        "scrollbar-active": "#0f6c78",
        "scrollbar-background": "#f5f6f4",
        "scrollbar-background-hover": "#f5f6f4",
        "scrollbar-background-active": "#f5f6f4",
        "border": "#1b6b75",
        "border-blurred": "#b5bfbb",
    },
)

THEMES = {"dark": DARK, "light": LIGHT}
