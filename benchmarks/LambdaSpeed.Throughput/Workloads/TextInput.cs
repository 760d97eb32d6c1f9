using System.Text;
using LambdaSpeed.Throughput.Running;

namespace LambdaSpeed.Throughput.Workloads;

/// <summary>Lines of text, each as a string and as UTF-8; beyond the length of the books they come again from the start.</summary>
public sealed class TextInput : IInput<TextInput>
{
    private readonly string[] _lines;
    private readonly byte[] _utf8;   // the distinct lines, one after another
    private readonly int[] _starts;  // where distinct line i starts in it; one more at the end

    private TextInput(string[] lines, byte[] utf8, int[] starts, int lineCount)
    {
        _lines = lines;
        _utf8 = utf8;
        _starts = starts;
        LineCount = lineCount;
        for (var i = 0; i < lineCount; i++)
        {
            var words = new WordReader(Line(i));
            while (words.TryRead(out _)) Events++;
        }
    }

    public int LineCount { get; }

    /// <summary>How many words there are.</summary>
    public long Events { get; }

    public string Line(int index) => _lines[index % _lines.Length];

    public ReadOnlySpan<byte> Utf8Line(int index)
    {
        var distinct = index % _lines.Length;
        return _utf8.AsSpan(_starts[distinct], _starts[distinct + 1] - _starts[distinct]);
    }

    public (int Start, int End) RangeOf(int worker, int workers) =>
        ((int)((long)LineCount * worker / workers), (int)((long)LineCount * (worker + 1) / workers));

    public IEnumerable<string> Lines()
    {
        for (var i = 0; i < LineCount; i++) yield return Line(i);
    }

    public TextInput Take(double share) => new(_lines, _utf8, _starts, Math.Max(1, (int)(LineCount * share)));

    public static TextInput FromLines(IReadOnlyList<string> lines, int bytes)
    {
        ArgumentNullException.ThrowIfNull(lines);

        var starts = new int[lines.Count + 1];
        for (var i = 0; i < lines.Count; i++) starts[i + 1] = starts[i] + Encoding.UTF8.GetByteCount(lines[i]);
        var utf8 = new byte[starts[^1]];
        for (var i = 0; i < lines.Count; i++) Encoding.UTF8.GetBytes(lines[i], utf8.AsSpan(starts[i]));

        var lineCount = (int)((long)bytes * lines.Count / (utf8.Length + lines.Count)); // a line end counts as a byte
        return new TextInput([.. lines], utf8, starts, Math.Max(1, lineCount));
    }
}
