using System.Text;
using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>What a partition may hold, as its user knows: what was appended, what was acknowledged, and what was withdrawn.</summary>
internal sealed class LogTimeline
{
    private readonly List<List<string>> _withdrawn = []; // earlier timelines, whose ends may come back after a crash
    private readonly HashSet<int> _insideChunks = [];     // ends at which a chunk would be torn
    private List<string> _values = [];

    public int Count => _values.Count;

    /// <summary>How many were acknowledged as durable.</summary>
    public int Durable { get; private set; }

    public void Add(long offset, params string[] values)
    {
        Assert.Equal(_values.Count, offset);
        for (var i = 1; i < values.Length; i++) _insideChunks.Add(_values.Count + i);
        _insideChunks.Remove(_values.Count);
        _values.AddRange(values);
    }

    public void Acknowledge(long end)
    {
        Durable = Math.Max(Durable, (int)end);
        Assert.InRange(Durable, 0, _values.Count);
    }

    /// <summary>A sync failed: the offsets behind the durable ones are given again.</summary>
    public void Withdraw(long durable)
    {
        Assert.InRange(durable, Durable, _values.Count);
        _withdrawn.Add([.. _values]);
        _values.RemoveRange((int)durable, _values.Count - (int)durable);
        _insideChunks.RemoveWhere(end => end > durable);
    }

    /// <summary>After a crash: what is there must begin with all that was acknowledged, and go on with a prefix of what was
    /// appended.</summary>
    public void RequirePrefix(List<string> found, string context)
    {
        Assert.True(found.Count >= Durable, $"{context}: {Durable} acknowledged, {found.Count} found");
        Assert.Equal(_values.Take(Durable), found.Take(Durable));
        Assert.True(_withdrawn.Append(_values).Any(timeline => found.SequenceEqual(timeline.Take(found.Count))),
            $"{context}: {found.Count} records that were never appended like that");
        Assert.False(_withdrawn.Count == 0 && _insideChunks.Contains(found.Count), $"{context}: a chunk is torn at {found.Count}");
        _values = found;
        Durable = found.Count;
        _withdrawn.Clear();
        _insideChunks.RemoveWhere(end => end > found.Count);
    }

    /// <summary>Without a crash nothing is missing.</summary>
    public void RequireAll(List<string> found, string context)
    {
        Assert.True(_values.SequenceEqual(found), $"{context}: {found.Count} found, {_values.Count} appended");
    }

    public static byte[] Bytes(string value) => Encoding.UTF8.GetBytes(value);
}
