"""The whole app with a table instead of networks, and a door that answers on loopback: a browser here is the phone."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.app_table import TableEngine, scene_pose
from thomas_test.app import engine
from thomas_test.app.main import main
from thomas_test.app.phone import panel
from thomas_test.core.analysis import Analysis
from thomas_test.core.settings import Effort, Settings
from thomas_test.images import Photo
from thomas_test.reading.analyse import measure_points


class LevellingEngine(TableEngine):
    """The table's points, levelled by what the photo knows."""

    def read(self, photo: Photo, settings: Settings) -> Analysis:
        """The analysis of a photo."""
        pose, gravity = scene_pose(), photo.gravity
        return measure_points(name=photo.name, size_px=photo.size_px, pose=pose, settings=settings, gravity=gravity)


def levelling_engine(effort: Effort) -> LevellingEngine:
    """Stand in for `thomas_test.app.engine.shared_engine`."""
    assert isinstance(effort, Effort)
    return LevellingEngine()


engine.shared_engine = levelling_engine  # for good: every session runs this script
panel.local_addresses = lambda: ("127.0.0.1",)
main()
