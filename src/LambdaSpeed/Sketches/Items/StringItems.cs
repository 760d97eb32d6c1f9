using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace LambdaSpeed.Sketches.Items;

/// <summary>Strings as a length of four bytes and UTF-8; hashed as Java hashes a string, since that decides where they stand.</summary>
internal sealed class StringItems : ItemFormat<string>
{
    public static readonly StringItems Instance = new();

    public override int LeastSize => sizeof(int);

    public override int SizeOf(string item) => sizeof(int) + Encoding.UTF8.GetByteCount(item);

    public override void Write(ref SketchWriter writer, string item)
    {
        var count = Encoding.UTF8.GetByteCount(item);
        writer.Int32(count);
        Encoding.UTF8.GetBytes(item, writer.Next(count));
    }

    public override string Read(ref SketchReader reader)
    {
        var bytes = reader.Take(reader.Int32());
        reader.Require(Utf8.IsValid(bytes), "strings of well-formed UTF-8");
        return Encoding.UTF8.GetString(bytes);
    }

    public override ulong Hash(string item)
    {
        var hash = 0;
        foreach (var unit in item) hash = (31 * hash) + unit;
        return (ulong)hash;
    }

    public override bool Accepts(ref string item)
    {
        if (item is null) return false;

        item = WellFormed(item);
        return true;
    }

    /// <summary>The text as UTF-8 can hold it: a lone surrogate becomes U+FFFD, as it does in the hash of an item.</summary>
    private static string WellFormed(string text)
    {
        var rest = text.AsSpan();
        for (var at = FirstSurrogate(rest); at >= 0; at = FirstSurrogate(rest))
        {
            if (Rune.DecodeFromUtf16(rest[at..], out _, out var taken) != OperationStatus.Done)
            {
                return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            }

            rest = rest[(at + taken)..];
        }

        return text;
    }

    private static int FirstSurrogate(ReadOnlySpan<char> text) => text.IndexOfAnyInRange('\uD800', '\uDFFF');
}
