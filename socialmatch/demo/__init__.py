"""The invented brand that ``socialmatch demo`` shows the main job on: its data, its story, its page."""
