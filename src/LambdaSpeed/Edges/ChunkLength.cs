using System.Runtime.CompilerServices;

namespace LambdaSpeed.Edges;

/// <summary>How many tuples of a type a chunk holds.</summary>
internal static class ChunkLength
{
    /// <summary>What is in flight survives the garbage collector, which then copies and promotes it: so tuples that hold references
    /// travel in smaller chunks.</summary>
    private const int MostWithReferences = 256;

    /// <param name="options">The options.</param>
    /// <param name="most">How many it may hold at most; null for as many as pay.</param>
    public static int Of<T>(SpeedLayerOptions options, int? most = null)
    {
        var length = Math.Min(options.ChunkSize, most ?? options.ChunkSize);
        return RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? Math.Min(length, MostWithReferences) : length;
    }
}
