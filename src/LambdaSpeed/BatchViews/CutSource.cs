using System.Globalization;

namespace LambdaSpeed;

/// <summary>How far a cut reaches in one source. Immutable.</summary>
public sealed class CutSource : IEquatable<CutSource>
{
    private readonly LogPosition[] _positions;

    /// <summary>Creates the part of a cut.</summary>
    /// <param name="name">The name of the spout that reads the source.</param>
    /// <param name="logId">The identity of the log behind it, or null when it has none.</param>
    /// <param name="positions">For each partition the first offset that is not within the cut.</param>
    /// <exception cref="ArgumentException">A partition comes twice, or a number is negative.</exception>
    public CutSource(string name, string? logId, IEnumerable<LogPosition> positions)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(positions);
        Name = name;
        LogId = logId;
        _positions = [.. positions.OrderBy(position => position.Partition)];
        for (var i = 0; i < _positions.Length; i++)
        {
            var (partition, offset) = _positions[i];
            if (partition < 0 || offset < 0)
            {
                throw new ArgumentException($"Position {_positions[i]} of '{name}' is negative.", nameof(positions));
            }
            if (i > 0 && _positions[i - 1].Partition == partition)
            {
                throw new ArgumentException($"Partition {partition} of '{name}' has two positions in one cut.", nameof(positions));
            }
        }
    }

    /// <summary>The name of the spout that reads the source.</summary>
    public string Name { get; }

    /// <summary>The identity of the log behind it; null when it has none. Offsets mean nothing in another log.</summary>
    public string? LogId { get; }

    /// <summary>For each partition, in order, the first offset that is not within the cut.</summary>
    public IReadOnlyList<LogPosition> Positions => _positions;

    /// <summary>Is all of another part within this one?</summary>
    /// <param name="other">A part of an earlier cut, perhaps.</param>
    public bool Covers(CutSource other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Name == other.Name && LogId == other.LogId
            && other._positions.All(position => position.Offset <= OffsetOf(position.Partition));
    }

    /// <inheritdoc/>
    public bool Equals(CutSource? other) =>
        other is not null && Name == other.Name && LogId == other.LogId && _positions.AsSpan().SequenceEqual(other._positions);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CutSource);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, LogId, _positions.Length, _positions.Sum(position => position.Offset));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {string.Join(' ', _positions)}");

    /// <summary>A partition that a cut does not name begins behind it.</summary>
    private long OffsetOf(int partition)
    {
        foreach (var position in _positions)
        {
            if (position.Partition == partition) return position.Offset;
        }
        return 0;
    }
}
