using System.Buffers.Binary;
using RocksDbSharp;

namespace LambdaSpeed.RocksDb;

/// <summary>A walk over the entries of sections, which lie one after the other.</summary>
internal static class StateEntries
{
    private const int LongestPiece = 1 << 20;

    /// <summary>The number of the section at which an iterator stands; 0 when the entry belongs to none.</summary>
    public static uint SectionOf(Iterator entries)
    {
        var key = entries.GetKeySpan();
        return key.Length < sizeof(uint) ? 0 : BinaryPrimitives.ReadUInt32BigEndian(key);
    }

    /// <summary>Hands over some entries of a section, from behind a key on or from its first one; answers how many.</summary>
    public static int HandOverSome(Iterator entries, uint section, ReadOnlyMemory<byte>? behind, int most, KeyedEntryHandler handler)
    {
        var from = new byte[sizeof(uint) + (behind?.Length ?? 0)];
        BinaryPrimitives.WriteUInt32BigEndian(from, section);
        behind?.CopyTo(from.AsMemory(sizeof(uint)));
        entries.Seek(from);
        if (behind is not null && entries.Valid() && entries.GetKeySpan().SequenceEqual(from)) entries.Next();
        var count = 0;
        for (; count < most && entries.Valid() && SectionOf(entries) == section; entries.Next(), count++)
        {
            handler(entries.GetKeySpan()[sizeof(uint)..], entries.GetValueSpan());
        }
        return count;
    }

    /// <summary>Hands over the section at which an iterator stands, in pieces, and leaves it behind that.</summary>
    public static void HandOver(Iterator entries, string name, ChangeBlockHandler handler)
    {
        var section = SectionOf(entries);
        using var piece = new ChangeWriter();
        for (; entries.Valid() && SectionOf(entries) == section; entries.Next())
        {
            piece.Put(entries.GetKeySpan()[sizeof(uint)..], entries.GetValueSpan());
            if (piece.Length < LongestPiece) continue;
            handler(name, piece.Written.Span);
            piece.Clear();
        }
        if (piece.Count > 0) handler(name, piece.Written.Span);
    }
}
