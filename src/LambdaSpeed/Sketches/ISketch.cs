namespace LambdaSpeed.Sketches;

/// <summary>A summary of a stream in bounded memory: it can be merged, copied, written and read.</summary>
/// <remarks>Used by one thread at a time. What a type promises of its error, its size and its bytes stands in its own documentation
/// and in <c>docs/how-it-works/sketches.md</c>.</remarks>
/// <typeparam name="TSketch">The type itself.</typeparam>
public interface ISketch<TSketch>
    where TSketch : ISketch<TSketch>
{
    /// <summary>How many bytes <see cref="Write"/> takes at this moment.</summary>
    int ByteCount { get; }

    /// <summary>Writes the sketch.</summary>
    /// <param name="destination">Where the bytes go: at least <see cref="ByteCount"/>.</param>
    /// <returns>The number of bytes written, which is <see cref="ByteCount"/>.</returns>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    int Write(Span<byte> destination);

    /// <summary>Adds all that another sketch has seen; it stays as it is.</summary>
    /// <param name="other">The other sketch, of the same parameters where the type says so.</param>
    /// <exception cref="ArgumentException">The two cannot be merged.</exception>
    void Merge(TSketch other);

    /// <summary>A sketch with the same content that later changes of this one do not touch, and the reverse.</summary>
    TSketch Copy();

    /// <summary>Reads a sketch from the front of bytes; what follows it is ignored.</summary>
    /// <param name="source">The bytes, of any origin.</param>
    /// <returns>The sketch.</returns>
    /// <exception cref="SketchFormatException">The bytes are truncated, corrupt or of another kind; nothing else is thrown, and no
    /// memory is taken on the word of a length that the bytes do not bear out.</exception>
    static abstract TSketch Read(ReadOnlySpan<byte> source);
}
