"""The whole app with a table instead of networks, for pictures and for the frames of a video: its leg is at rest."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.analyses import make_pose
from support.app_table import table_engine
from thomas_test.app import engine
from thomas_test.app.main import main
from thomas_test.app.pages import video
from thomas_test.core.pictures import RgbImage
from thomas_test.estimators import registry
from thomas_test.estimators.models import ModelFile
from thomas_test.motion.following import FrameReading

MODEL = ModelFile(name="table", path=Path("table.task"), sha256="0" * 64, source="given")


class _RestingReader:
    def read(self, rgb: RgbImage, time_s: float) -> FrameReading:
        assert rgb.ndim == 3
        return FrameReading(time_s=time_s, size_px=(640, 480), pose=make_pose(thigh_deg=4.0))

    def close(self) -> None:
        pass


# for good: every session runs this script
engine.shared_engine = table_engine
registry.find_models = lambda *_, **__: (MODEL,)
video.open_live_reader = lambda *_: _RestingReader()  # type: ignore[assignment]
main()
