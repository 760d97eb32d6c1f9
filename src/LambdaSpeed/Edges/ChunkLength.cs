using System.Runtime.CompilerServices;

namespace LambdaSpeed.Edges;

/// <summary>How many tuples of a type a chunk holds.</summary>
internal static class ChunkLength
{
    /// <summary>What is in flight survives the garbage collector, which then copies and promotes it: so tuples that hold references
    /// travel in smaller chunks.</summary>
    private const int MostWithReferences = 256;

    public static int Of<T>(SpeedLayerOptions options) =>
        RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? Math.Min(options.ChunkSize, MostWithReferences) : options.ChunkSize;
}
