using LambdaSpeed;
using Samples.Shared;

namespace Flights.Events;

/// <summary>A line of a file of flights, as it was read.</summary>
/// <param name="Text">The line.</param>
/// <param name="File">The index of its file.</param>
/// <param name="Offset">Where it starts in the unpacked file.</param>
[GenerateCodec]
internal sealed record FlightLine(string Text, int File, long Offset) : IPlacedLine;
