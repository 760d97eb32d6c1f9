using LambdaSpeed;

namespace Flights.Views;

/// <summary>Where a line stands.</summary>
/// <param name="File">The index of its file.</param>
/// <param name="Offset">Where it starts in the unpacked file.</param>
[GenerateCodec]
internal readonly record struct LinePlace(int File, long Offset);
