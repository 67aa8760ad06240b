using PortSentry.Sensor.Capture.Files;

namespace PortSentry.Sensor.Replay;

/// <summary>Takes one frame of a capture.</summary>
internal delegate void FrameHandler(in NetworkFrame frame);
