using System.Buffers;

namespace LambdaSpeed.Windows;

/// <summary>Stores the sessions of one key: their number, then first time, last time and accumulator of each. Where some go on from the
/// slice before, the number is -1 less what it would be, and behind the times of each stand how many it goes on from and their bounds; the
/// number of those is -1 less than it would be where nothing has come since, and then there is no accumulator.</summary>
internal sealed class SessionListCodec<TAccumulator>(ICodec<TAccumulator> accumulator) : ICodec<SessionList<TAccumulator>>
{
    private const int LeastBytes = 17; // of a session: two times and a byte
    private const int BoundsBytes = 16;

    public string Schema { get; } = $"sessions {accumulator.Schema}";

    public bool IsKey => false;

    public void Write(IBufferWriter<byte> destination, SessionList<TAccumulator> value)
    {
        var goesOn = value.IsContinuation;
        Codec.Int32.Write(destination, goesOn ? ~value.Count : value.Count);
        foreach (ref readonly var session in value.Sessions)
        {
            WriteBounds(destination, session.Bounds);
            if (goesOn)
            {
                var before = session.Before ?? [];
                Codec.Int32.Write(destination, session.IsShadow ? ~before.Length : before.Length);
                foreach (var bounds in before) WriteBounds(destination, bounds);
            }
            if (!session.IsShadow) accumulator.Write(destination, session.Value);
        }
    }

    public SessionList<TAccumulator> Read(ref ReadOnlySpan<byte> source)
    {
        var count = Codec.Int32.Read(ref source);
        var goesOn = count < 0;
        if (goesOn) count = ~count;
        if (count > source.Length / LeastBytes) throw CodecException.Malformed(Schema, "a number of sessions", source.Length);

        var sessions = new Session<TAccumulator>[count];
        for (var i = 0; i < count; i++)
        {
            var (first, last) = ReadBounds(ref source);
            var isInOrder = first <= last && (i == 0 || last >= sessions[i - 1].Last); // one behind a final one may begin before it
            if (!isInOrder) throw CodecException.Malformed(Schema, "sessions in order", source.Length);
            var (before, isShadow) = goesOn ? ReadBefore(ref source) : (null, false);
            sessions[i] = new(first, last, isShadow ? default! : accumulator.Read(ref source), before, isShadow);
        }
        return new(sessions);
    }

    public ulong Hash(SessionList<TAccumulator> value) => throw CodecException.NotAKey(Schema);

    private static void WriteBounds(IBufferWriter<byte> destination, SessionBounds bounds)
    {
        Codec.Int64.Write(destination, bounds.First);
        Codec.Int64.Write(destination, bounds.Last);
    }

    private static SessionBounds ReadBounds(ref ReadOnlySpan<byte> source) =>
        new(Codec.Int64.Read(ref source), Codec.Int64.Read(ref source));

    private (SessionBounds[]? Before, bool IsShadow) ReadBefore(ref ReadOnlySpan<byte> source)
    {
        var count = Codec.Int32.Read(ref source);
        var isShadow = count < 0;
        if (isShadow) count = ~count;
        if (count > source.Length / BoundsBytes) throw CodecException.Malformed(Schema, "a number of bounds", source.Length);

        var bounds = new SessionBounds[count];
        foreach (ref var bound in bounds.AsSpan()) bound = ReadBounds(ref source);
        return (count == 0 ? null : bounds, isShadow);
    }
}
