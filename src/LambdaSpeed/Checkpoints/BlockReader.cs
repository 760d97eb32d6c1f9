using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace LambdaSpeed.Checkpoints;

/// <summary>Takes the blocks out of frames and hands them over, long ones in pieces that end between entries.</summary>
internal sealed class BlockReader(ChangeBlockHandler handler)
{
    private const int BlockHeaderSize = 12;
    private const int LongestPiece = 1 << 20;

    private readonly HashSet<string> _sections = new(StringComparer.Ordinal); // so that a name is made into a string once
    private char[] _name = new char[256]; // a section's name while it is looked up; grows to the longest

    /// <summary>Hands over what a frame holds.</summary>
    /// <param name="payload">The frame's payload.</param>
    /// <param name="manifestLength">How much of it is the manifest.</param>
    /// <param name="problem">What is wrong with the frame.</param>
    /// <returns>False when the frame does not hold.</returns>
    public bool TryRead(FramePayload payload, int manifestLength, out string problem)
    {
        problem = "its parts do not fit together, or its entries are malformed";
        if (!TrySkip(payload, manifestLength)) return false;

        while (payload.Left > 0)
        {
            var front = payload.AtLeast(BlockHeaderSize);
            if (front.Length < BlockHeaderSize) return false;

            var nameLength = BinaryPrimitives.ReadInt32LittleEndian(front);
            var length = BinaryPrimitives.ReadInt64LittleEndian(front[4..]);
            payload.Advance(BlockHeaderSize);
            if (nameLength is < 0 or > CommitCheck.LongestSection || length < 0 || length > payload.Left - nameLength) return false;

            var name = payload.AtLeast(nameLength);
            if (name.Length < nameLength || !Utf8.IsValid(name[..nameLength])) return false;

            var section = SectionOf(name[..nameLength]);
            payload.Advance(nameLength);
            if (!TryHandOver(payload, section, length)) return false;
        }

        problem = "the checksum does not hold";
        return payload.Holds();
    }

    private static bool TrySkip(FramePayload payload, long count)
    {
        while (count > 0)
        {
            var next = payload.Next;
            if (next.Length == 0) return false;

            var skipped = (int)Math.Min(next.Length, count);
            payload.Advance(skipped);
            count -= skipped;
        }
        return true;
    }

    private bool TryHandOver(FramePayload payload, string section, long left)
    {
        var wanted = LongestPiece;
        while (left > 0)
        {
            var bytes = payload.AtLeast((int)Math.Min(left, wanted));
            if (bytes.Length > left) bytes = bytes[..(int)left];
            if (bytes.Length < Math.Min(left, wanted)) return false;

            var whole = bytes.Length == left ? bytes.Length : WholeEntries(bytes);
            if (whole < 0) return false;
            if (whole == 0)
            {
                wanted = (int)Math.Min(2L * bytes.Length, Array.MaxLength); // an entry that is longer than the window
                if (wanted == bytes.Length) return false;
                continue;
            }

            handler(section, bytes[..whole]);
            payload.Advance(whole);
            left -= whole;
            wanted = LongestPiece;
        }
        return true;
    }

    /// <summary>How many bytes of the front are whole entries; negative when it does not consist of entries.</summary>
    private static int WholeEntries(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ChangeReader.WholeEntries(bytes);
        }
        catch (CodecException)
        {
            return -1;
        }
    }

    private string SectionOf(ReadOnlySpan<byte> utf8)
    {
        if (_name.Length < utf8.Length) _name = new char[utf8.Length];
        var name = _name.AsSpan(0, Encoding.UTF8.GetChars(utf8, _name));
        if (_sections.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var known)) return known;

        var section = name.ToString();
        _sections.Add(section);
        return section;
    }
}
