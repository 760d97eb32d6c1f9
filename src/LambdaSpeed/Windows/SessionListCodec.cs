using System.Buffers;

namespace LambdaSpeed.Windows;

/// <summary>Stores the sessions of one key: their number, then first time, last time and accumulator of each. Where some have gone on from
/// the slice before, the number is -1 less what it would be, and behind it stand their number and bounds then.</summary>
internal sealed class SessionListCodec<TAccumulator>(ICodec<TAccumulator> accumulator) : ICodec<SessionList<TAccumulator>>
{
    private const int LeastBytes = 17; // of a session: two times and a byte
    private const int BoundsBytes = 16;

    public string Schema { get; } = $"sessions {accumulator.Schema}";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, SessionList<TAccumulator> value)
    {
        Codec.Int32.Write(destination, value.Continued.Count == 0 ? value.Count : ~value.Count);
        if (value.Continued.Count > 0) WriteBounds(destination, value.Continued);
        foreach (ref readonly var session in value.Sessions)
        {
            Codec.Int64.Write(destination, session.First);
            Codec.Int64.Write(destination, session.Last);
            accumulator.Write(destination, session.Value);
        }
    }

    public SessionList<TAccumulator> Read(ref ReadOnlySpan<byte> source)
    {
        var count = Codec.Int32.Read(ref source);
        var continued = count < 0 ? ReadBounds(ref source) : [];
        if (count < 0) count = ~count;
        if (count > source.Length / LeastBytes) throw CodecException.Malformed(Schema, "a number of sessions", source.Length);

        var sessions = new Session<TAccumulator>[count];
        for (var i = 0; i < count; i++)
        {
            var first = Codec.Int64.Read(ref source);
            var last = Codec.Int64.Read(ref source);
            var isInOrder = first <= last && (i == 0 || last >= sessions[i - 1].Last); // one behind a final one may begin before it
            if (!isInOrder) throw CodecException.Malformed(Schema, "sessions in order", source.Length);
            sessions[i] = new(first, last, accumulator.Read(ref source));
        }
        return new(sessions) { Continued = continued };
    }

    public ulong Hash(SessionList<TAccumulator> value) => throw CodecException.NotAKey(Schema);

    private static void WriteBounds(IBufferWriter<byte> destination, IReadOnlyList<SessionBounds> bounds)
    {
        Codec.Int32.Write(destination, bounds.Count);
        foreach (var (first, last) in bounds)
        {
            Codec.Int64.Write(destination, first);
            Codec.Int64.Write(destination, last);
        }
    }

    private SessionBounds[] ReadBounds(ref ReadOnlySpan<byte> source)
    {
        var count = Codec.Int32.Read(ref source);
        if (count < 1 || count > source.Length / BoundsBytes) throw CodecException.Malformed(Schema, "a number of bounds", source.Length);

        var bounds = new SessionBounds[count];
        foreach (ref var bound in bounds.AsSpan()) bound = new(Codec.Int64.Read(ref source), Codec.Int64.Read(ref source));
        return bounds;
    }
}
