using LambdaSpeed;
using Samples.Shared;

namespace SuperWebAnalytics.Requests;

/// <summary>A line of a log, as it was read.</summary>
/// <param name="Text">The line.</param>
/// <param name="File">The index of its file.</param>
/// <param name="Offset">Where it starts in the unpacked file.</param>
[GenerateCodec]
internal sealed record LogLine(string Text, int File, long Offset) : IPlacedLine;
