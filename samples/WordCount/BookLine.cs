using LambdaSpeed;
using Samples.Shared;

namespace WordCount;

/// <summary>A line of a text.</summary>
/// <param name="File">The index of the file it stands in.</param>
/// <param name="Offset">Where it starts in the unpacked file.</param>
/// <param name="Bytes">Its bytes; a tuple outlives the buffer it was read from, so it has bytes of its own.</param>
[GenerateCodec]
internal readonly record struct BookLine(int File, long Offset, byte[] Bytes) : IPlacedLine;
