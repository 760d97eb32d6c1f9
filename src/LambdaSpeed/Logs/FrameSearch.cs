using LambdaSpeed.Storage;

namespace LambdaSpeed.Logs;

/// <summary>Looks for frames behind a damaged place: what can still be read there, and whether they prove that the place was
/// durable.</summary>
internal static class FrameSearch
{
    private const int BlockBytes = 64 << 10;

    /// <summary>How often a file is read over before the search gives up: what looks like frames everywhere must not take for
    /// ever.</summary>
    private const long MaxPasses = 4;

    /// <summary>The frames of later records behind <paramref name="position"/>, the first one of each unbroken stretch.</summary>
    /// <param name="file">The segment's file.</param>
    /// <param name="seed">The segment's seed.</param>
    /// <param name="position">The damaged place.</param>
    /// <param name="limit">Where the file ends.</param>
    /// <param name="offset">The offset that was expected there; earlier ones are none that follow.</param>
    public static IEnumerable<(long Position, FrameHeader Header)> After(
        IStorageFile file, uint seed, long position, long limit, long offset)
    {
        var budget = BlockBytes + (MaxPasses * (limit - position));
        var block = new byte[(int)Math.Clamp(limit - position, 0, BlockBytes) + FrameHeader.MagicBytes.Length - 1]; // for all candidates
        for (var at = position + 1; at < limit && budget > 0;)
        {
            var candidate = NextCandidate(file, block, at, limit, ref budget);
            if (candidate < 0) yield break;

            if (Verify(file, seed, candidate, limit, ref budget) is { } header && header.BaseOffset >= offset)
            {
                yield return (candidate, header);
                at = candidate + FrameHeader.Bytes + header.BodyBytes;
            }
            else
            {
                at = candidate + 1;
            }
        }
    }

    /// <summary>The first readable frame behind a place that is not a whole frame, if the place was durable once: then it is damaged, and
    /// no
    /// crash or unfinished write explains it.</summary>
    /// <param name="file">The segment's file.</param>
    /// <param name="seed">The segment's seed.</param>
    /// <param name="frames">A reader that stands at the place.</param>
    /// <param name="limit">Where the file ends.</param>
    public static (long Position, FrameHeader Header)? BehindDamage(IStorageFile file, uint seed, FrameReader frames, long limit)
    {
        (long Position, FrameHeader Header)? first = null;
        foreach (var found in After(file, seed, frames.Position, limit, frames.NextOffset))
        {
            first ??= found;
            if (found.Header.DurableOffset > frames.NextOffset) return first;
        }
        return null;
    }

    private static long NextCandidate(IStorageFile file, byte[] block, long from, long limit, ref long budget)
    {
        for (var at = from; at < limit && budget > 0; at += BlockBytes)
        {
            var read = file.Read(at, block.AsSpan(0, (int)Math.Min(block.Length, limit - at)));
            budget -= read;
            var found = block.AsSpan(0, read).IndexOf(FrameHeader.MagicBytes);
            if (found >= 0) return at + found;
            if (read < BlockBytes) break;
        }
        return -1;
    }

    private static FrameHeader? Verify(IStorageFile file, uint seed, long position, long limit, ref long budget)
    {
        var prefix = new byte[FrameHeader.Bytes];
        if (file.Read(position, prefix) < prefix.Length || !FrameHeader.TryRead(prefix, out var header)) return null;

        var frameBytes = FrameHeader.Bytes + (long)header.BodyBytes;
        if (frameBytes > limit - position) return null;

        budget -= frameBytes;
        var frame = new byte[frameBytes];
        return file.Read(position, frame) == frame.Length && FrameHeader.IsIntact(frame, seed) ? header : null;
    }
}
