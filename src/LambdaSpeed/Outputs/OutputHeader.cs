using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace LambdaSpeed;

/// <summary>The id of an output as text, as records and messages carry it in a header:
/// <c>topology/output/task#incarnation.epoch:sequence</c>, where a slash or per cent sign of a name is escaped as in a URI. For places of
/// your own (<see cref="IOutlet"/>), and to read what such places hold.</summary>
/// <param name="topology">The topology's name.</param>
/// <param name="output">The output's name.</param>
public sealed class OutputHeader(string topology, string output)
{
    /// <summary>The name of the header that holds it.</summary>
    public const string Name = "lambdaspeed-id";

    private const int Room = 192; // the header's name, numbers and lengths

    private readonly byte[] _start = Encoding.UTF8.GetBytes(NamesOf(topology, output));
    private readonly string _names = NamesOf(topology, output);

    /// <summary>How many bytes of a record it takes at most.</summary>
    public int MostBytes => Room + _start.Length;

    /// <summary>All of it but the sequence number, which follows in digits.</summary>
    /// <param name="task">The task, by its number in the output.</param>
    /// <param name="incarnation">The start of the output.</param>
    /// <param name="epoch">The epoch.</param>
    public string PrefixOf(int task, long incarnation, EpochId epoch) =>
        string.Create(CultureInfo.InvariantCulture, $"{_names}{task}#{incarnation}.{epoch.Number}:");

    /// <summary>The id of one of a task's outputs.</summary>
    /// <param name="task">The task, by its number in the output.</param>
    /// <param name="id">Which of its outputs.</param>
    public string TextOf(int task, OutputId id) =>
        string.Create(CultureInfo.InvariantCulture, $"{PrefixOf(task, id.Incarnation, id.Epoch)}{id.Sequence}");

    /// <summary>Reads an id of this output; false when it is another's.</summary>
    /// <param name="text">The header's value: UTF-8.</param>
    /// <param name="task">The task, by its number in the output.</param>
    /// <param name="id">Which of its outputs.</param>
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

    private static string NamesOf(string topology, string output) => $"{Escaped(topology)}/{Escaped(output)}/";

    private static string Escaped(string name) =>
        name.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);

    /// <summary>Takes a number and the mark behind it.</summary>
    private static bool TryTake(ref ReadOnlySpan<byte> text, byte mark, out long number)
    {
        if (!Utf8Parser.TryParse(text, out number, out var read) || number < 0) return false;
        if (read == text.Length || text[read] != mark) return false;

        text = text[(read + 1)..];
        return true;
    }
}
