namespace LambdaSpeed;

/// <summary>A place at which the work of batch and speed layer is divided: for each partition of each source, the batch view has what is
/// before its position, and the slices above the cut have what is not. Immutable; equal by content.</summary>
/// <remarks>Written as JSON for the batch layer, whose job it is to read the master data up to here and no further; the format is in
/// <c>docs/formats/batch-view.md</c>.</remarks>
public sealed class Cut : IEquatable<Cut>
{
    private readonly CutSource[] _sources;

    /// <summary>Creates a cut.</summary>
    /// <param name="epoch">The epoch at whose end it was made.</param>
    /// <param name="sources">How far it reaches in each source.</param>
    /// <param name="watermark">The event time that the view had reached, or null when the view has none.</param>
    /// <exception cref="ArgumentException">Two sources have one name.</exception>
    public Cut(EpochId epoch, IEnumerable<CutSource> sources, DateTimeOffset? watermark = null)
    {
        ArgumentNullException.ThrowIfNull(sources);
        Epoch = epoch;
        Watermark = watermark?.ToUniversalTime();
        _sources = [.. sources.OrderBy(source => source.Name, StringComparer.Ordinal)];
        for (var i = 1; i < _sources.Length; i++)
        {
            if (_sources[i - 1].Name != _sources[i].Name) continue;
            throw new ArgumentException($"Source '{_sources[i].Name}' comes twice in one cut.", nameof(sources));
        }
    }

    /// <summary>The epoch at whose end it was made.</summary>
    public EpochId Epoch { get; }

    /// <summary>How far it reaches in each source, in ordinal order of their names.</summary>
    public IReadOnlyList<CutSource> Sources => _sources;

    /// <summary>The event time that the view had reached, in UTC; null when it has none.</summary>
    public DateTimeOffset? Watermark { get; }

    /// <summary>Reads a cut from JSON.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="FormatException">The text is no cut, or one of a later format.</exception>
    public static Cut FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return BatchViews.CutJson.Read(json);
    }

    /// <summary>The cut as JSON, on one line.</summary>
    public string ToJson() => BatchViews.CutJson.Write(this);

    /// <summary>Is all that is within another cut within this one too? Of two cuts of one run the later one covers the earlier.</summary>
    /// <param name="other">The other cut.</param>
    public bool Covers(Cut other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other._sources.All(source => Array.Exists(_sources, own => own.Covers(source)));
    }

    /// <summary>Does another cut divide the sources at the same place, whatever it says of epoch and event time?</summary>
    internal bool IsAt(Cut other) => Covers(other) && other.Covers(this);

    /// <inheritdoc/>
    public bool Equals(Cut? other) =>
        other is not null && Epoch == other.Epoch && Watermark == other.Watermark && _sources.AsSpan().SequenceEqual(other._sources);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Cut);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Epoch, Watermark, _sources.Length);

    /// <inheritdoc/>
    public override string ToString() => $"cut after {Epoch} ({string.Join(", ", (object[])_sources)})";
}
