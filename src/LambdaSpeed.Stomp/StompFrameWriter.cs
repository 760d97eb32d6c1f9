using System.Buffers;
using System.Text;

namespace LambdaSpeed.Stomp;

/// <summary>Makes bytes of the frames that a client sends. Pure.</summary>
internal static class StompFrameWriter
{
    private static readonly SearchValues<char> _escaped = SearchValues.Create("\n\r:\\");

    /// <summary>Writes a frame without a body.</summary>
    public static void Write(IBufferWriter<byte> bytes, string command, params ReadOnlySpan<(string Name, string Value)> headers)
    {
        var isEscaped = command != "CONNECT"; // as older servers read it, before a version is agreed on
        Encoding.ASCII.GetBytes(command, bytes);
        bytes.Write("\n"u8);
        foreach (var (name, value) in headers)
        {
            WriteText(bytes, name, isEscaped);
            bytes.Write(":"u8);
            WriteText(bytes, value, isEscaped);
            bytes.Write("\n"u8);
        }
        bytes.Write("\n\0"u8);
    }

    private static void WriteText(IBufferWriter<byte> bytes, string text, bool isEscaped)
    {
        if (isEscaped && text.AsSpan().ContainsAny(_escaped))
        {
            text = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
                .Replace("\r", "\\r", StringComparison.Ordinal).Replace(":", "\\c", StringComparison.Ordinal);
        }
        Encoding.UTF8.GetBytes(text, bytes);
    }
}
