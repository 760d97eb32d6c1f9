using Xunit;

namespace LambdaSpeed.Tests.Logs;

/// <summary>A record of random shape, and what must come back of it.</summary>
internal sealed class RandomEntry
{
    private readonly byte[] _key;
    private readonly byte[] _value;
    private readonly LogHeader[] _headers;
    private readonly DateTimeOffset? _timestamp;

    public RandomEntry(Random random)
    {
        _key = Bytes(random, random.Next(3) == 0 ? random.Next(200) : 0);
        _value = Bytes(random, random.Next(10) == 0 ? random.Next(20_000) : random.Next(150));
        _headers = random.Next(4) > 0
            ? []
            : [.. Enumerable.Range(0, random.Next(1, 4)).Select(i => new LogHeader($"näme {i}", Bytes(random, random.Next(300))))];
        _timestamp = random.Next(3) > 0 ? null : LogFixture.Start + TimeSpan.FromTicks(random.NextInt64(-1L << 50, 1L << 50));
    }

    /// <summary>Alone or as a chunk, to partition 0.</summary>
    public void AppendTo(LogFixture fixture, Random random)
    {
        var entry = new LogEntry(_key, _value) { Headers = _headers, Timestamp = _timestamp };
        if (random.Next(5) > 0)
        {
            fixture.Log.Append(0, entry);
            return;
        }
        var chunk = fixture.Log.NewChunk();
        chunk.Add(entry);
        fixture.Log.Append(0, chunk);
    }

    public void RequireEqual(in LogRecord record)
    {
        Assert.Equal(_key, record.Key.ToArray());
        Assert.Equal(_value, record.Value.ToArray());
        Assert.Equal(_timestamp ?? LogFixture.Start, record.Timestamp);
        var headers = record.Headers.ToArray();
        Assert.Equal(_headers.Select(header => header.Name), headers.Select(header => header.Name));
        Assert.Equal(_headers.Select(header => header.Value.ToArray()), headers.Select(header => header.Value.ToArray()));
        if (_headers.Length == 0) return;

        Assert.True(record.Headers.TryGet(_headers[^1].Name, out var last));
        Assert.Equal(_headers[^1].Value.ToArray(), last.ToArray());
        Assert.False(record.Headers.TryGet("none", out _));
    }

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
