using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LambdaSpeed.Outputs;

/// <summary>The id of an output as text: <c>topology/output/task#incarnation.epoch:sequence</c>.</summary>
internal sealed class OutputHeader(string topology, string output)
{
    /// <summary>The name of the header that holds it.</summary>
    public const string Name = "lambdaspeed-id";

    private const int Room = 192; // the header's name, numbers and lengths

    private readonly byte[] _start = Encoding.UTF8.GetBytes($"{topology}/{output}/");

    /// <summary>How many bytes of a record it takes at most.</summary>
    public int MostBytes => Room + _start.Length;

    /// <summary>All of it but the sequence number.</summary>
    public string PrefixOf(int task, long incarnation, EpochId epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"{topology}/{output}/{task}#{incarnation}.{epoch.Number}:");

    /// <summary>Reads an id of this output; false when it is another's.</summary>
    public bool TryRead(ReadOnlySpan<byte> text, out int task, out OutputId id)
    {
        (task, id) = (0, default);
        if (!text.StartsWith(_start)) return false;

        text = text[_start.Length..];
        if (!TryTake(ref text, (byte)'#', out var number) || number > int.MaxValue) return false;
        if (!TryTake(ref text, (byte)'.', out var incarnation)) return false;
        if (!TryTake(ref text, (byte)':', out var epoch)) return false;
        if (!Utf8Parser.TryParse(text, out long sequence, out var read) || read < text.Length) return false;

        (task, id) = ((int)number, new OutputId(incarnation, new EpochId(epoch), sequence));
        return true;
    }

    /// <summary>Takes a number and the mark behind it.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> text, byte mark, out long number)
    {
        if (!Utf8Parser.TryParse(text, out number, out var read) || number < 0) return false;
        if (read == text.Length || text[read] != mark) return false;

        text = text[(read + 1)..];
        return true;
    }
}
