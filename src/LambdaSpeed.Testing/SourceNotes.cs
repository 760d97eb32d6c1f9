namespace LambdaSpeed.Testing;

/// <summary>What was read of a source: its records in order, and where it stood before and after each, by partition.</summary>
/// <remarks>Safe for use by several threads: each task notes what it does. A value tells its partition.</remarks>
internal sealed class SourceNotes(int partitions)
{
    /// <summary>Value i of partition p is p times this plus i.</summary>
    public const long Stride = 1_000_000_000;

    private readonly Lock _gate = new();
    private readonly List<long>[] _values = [.. Enumerable.Range(0, partitions).Select(_ => new List<long>())];
    private readonly List<long>[] _positions = [.. Enumerable.Range(0, partitions).Select(_ => new List<long>())];
    private int _count; // values so far; under the gate

    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>Notes a value as read.</summary>
    public long Note(long value)
    {
        lock (_gate)
        {
            _values[(int)(value / Stride)].Add(value);
            _count++;
        }
        return value;
    }

    /// <summary>Notes where the source stands, between two records.</summary>
    public void Note(IEnumerable<LogPosition> positions)
    {
        lock (_gate)
        {
            foreach (var position in positions)
            {
                var noted = _positions[position.Partition];
                if (noted.Count == 0 || noted[^1] != position.Offset) noted.Add(position.Offset);
            }
        }
    }

    /// <summary>The records of a partition, in the order of reading.</summary>
    public IReadOnlyList<long> ValuesOf(int partition)
    {
        lock (_gate) return [.. _values[partition]];
    }

    /// <summary>Where the source stood in a partition: before its first record, and after each.</summary>
    public IReadOnlyList<long> PositionsOf(int partition)
    {
        lock (_gate) return [.. _positions[partition]];
    }
}
