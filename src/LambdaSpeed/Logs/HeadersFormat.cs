using System.Text;

namespace LambdaSpeed.Logs;

/// <summary>The headers of a record as bytes: for each the length of its name, the name in UTF-8, the length of its value, the
/// value.</summary>
internal static class HeadersFormat
{
    public static int SizeOf(ReadOnlySpan<LogHeader> headers)
    {
        var size = 0L;
        foreach (ref readonly var header in headers)
        {
            var name = Encoding.UTF8.GetByteCount(header.Name ?? "");
            size += VarintSpan.SizeOf((ulong)name) + (long)name + VarintSpan.SizeOf((ulong)header.Value.Length) + header.Value.Length;
        }
        return (int)Math.Min(size, int.MaxValue);
    }

    /// <summary>Writes at <paramref name="at"/>, where there must be room, and moves it behind.</summary>
    public static void Write(Span<byte> destination, ref int at, ReadOnlySpan<LogHeader> headers)
    {
        foreach (ref readonly var header in headers)
        {
            var name = header.Name ?? "";
            VarintSpan.Write(destination, ref at, (ulong)Encoding.UTF8.GetByteCount(name));
            at += Encoding.UTF8.GetBytes(name, destination[at..]);
            VarintSpan.Write(destination, ref at, (ulong)header.Value.Length);
            header.Value.Span.CopyTo(destination[at..]);
            at += header.Value.Length;
        }
    }

    /// <summary>Reads one header; false at the end, and where the bytes are not what <see cref="Write"/> writes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, scoped ref int at, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        return TryReadBytes(source, ref at, out name) && TryReadBytes(source, ref at, out value);
    }

    public static bool IsValid(ReadOnlySpan<byte> source)
    {
        var at = 0;
        while (at < source.Length)
        {
            if (!TryRead(source, ref at, out _, out _)) return false;
        }
        return true;
    }

    private static bool TryReadBytes(ReadOnlySpan<byte> source, scoped ref int at, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!VarintSpan.TryRead(source, ref at, out var length) || length > (ulong)(source.Length - at)) return false;

        bytes = source.Slice(at, (int)length);
        at += (int)length;
        return true;
    }
}
