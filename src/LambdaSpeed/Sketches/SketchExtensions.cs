namespace LambdaSpeed.Sketches;

/// <summary>What every sketch can do by way of <see cref="ISketch{TSketch}"/>.</summary>
public static class SketchExtensions
{
    /// <summary>Writes the sketch into an array of its own.</summary>
    /// <typeparam name="TSketch">The type of the sketch.</typeparam>
    /// <param name="sketch">The sketch.</param>
    /// <returns>The bytes.</returns>
    public static byte[] ToBytes<TSketch>(this ISketch<TSketch> sketch)
        where TSketch : ISketch<TSketch>
    {
        ArgumentNullException.ThrowIfNull(sketch);

        var bytes = new byte[sketch.ByteCount];
        sketch.Write(bytes);
        return bytes;
    }
}
