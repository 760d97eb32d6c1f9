namespace LambdaSpeed;

/// <summary>A record of a source that could not be made a tuple, as it stands there. Immutable.</summary>
/// <remarks>The tuple of a spout's dead letters: it can be counted in a view, kept in a log by <see cref="RawRecordCodec"/>, or given to a
/// bolt that knows what to do with it.</remarks>
public sealed record RawRecord
{
    /// <summary>Where it stands in its source.</summary>
    public required LogPosition Position { get; init; }

    /// <summary>Its key; empty when it has none.</summary>
    public ReadOnlyMemory<byte> Key { get; init; }

    /// <summary>Its value.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>Which record, and how long it is.</summary>
    public override string ToString() => $"record {Position}, {Key.Length} bytes of key, {Value.Length} bytes of value";
}
