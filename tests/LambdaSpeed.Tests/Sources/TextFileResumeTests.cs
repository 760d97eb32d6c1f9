using System.Text;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FsCheck;
using Xunit;

namespace LambdaSpeed.Tests.Sources;

/// <summary>Reading on from any captured position gives exactly the rest, whatever the files look like.</summary>
public sealed class TextFileResumeTests
{
    private static readonly string[] Pieces =
        ["", "a", "é", "€uro", "😀😀😀😀😀😀", "\r", "\n", "\n\n", "\r\n", "long line of words\n", "\uFEFF"];

    [Property(MaxTest = 60)]
    public Property EveryPosition_ResumesWithTheRest() =>
        Prop.ForAll(Files().ToArbitrary(), Gen.Choose(1, 4).ToArbitrary(), (files, limit) => Check(files, limit));

    private static Gen<(string Text, bool IsPacked)[]> Files() =>
        Gen.Choose(0, Pieces.Length - 1).Select(i => Pieces[i]).ListOf().Select(string.Concat)
            .SelectMany(text => Gen.Elements(true, false).Select(isPacked => (text, isPacked)))
            .ArrayOf(3);

    private static void Check((string Text, bool IsPacked)[] contents, int limit)
    {
        using var folder = new TextFileFolder();
        var paths = contents.Select(content => folder.Write(Content(content.Text, content.IsPacked))).ToArray();
        var factory = Spouts.FromTextFiles(paths, TextLine.Of, new TextFileOptions { BufferBytes = 16 });
        var expected = contents.SelectMany((content, index) => Lines(content.Text, paths[index], index)).ToArray();

        var captured = new List<(int Read, List<LogPosition> Positions)>();
        var whole = Open(factory, []);
        var all = new List<TextLine>();
        do
        {
            captured.Add((all.Count, whole.Positions()));
            var lines = whole.Next(limit);
            Assert.Equal(lines.Select(line => new LogPosition(line.FileIndex, line.Offset)), whole.Stamps);
            all.AddRange(lines);
        }
        while (whole.Status.Kind != SpoutStatusKind.Ended);
        captured.Add((all.Count, whole.Positions()));

        Assert.Equal(expected, all);
        foreach (var (read, positions) in captured) Assert.Equal(expected[read..], Open(factory, positions).ReadAll(limit));
    }

    private static byte[] Content(string text, bool isPacked)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var half = bytes.Length / 2;
        return isPacked ? [.. TextFileFolder.Pack(bytes.AsSpan(..half)), .. TextFileFolder.Pack(bytes.AsSpan(half..))] : bytes;
    }

    /// <summary>The same, said in the simplest way.</summary>
    private static IEnumerable<TextLine> Lines(string text, string path, int index)
    {
        var offset = 0;
        if (text.StartsWith('\uFEFF')) (text, offset) = (text[1..], 3);
        while (text.Length > 0)
        {
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            var line = end < 0 ? text : text[..end];
            yield return new TextLine(end > 0 && line[^1] == '\r' ? line[..^1] : line, path, index, offset);
            offset += Encoding.UTF8.GetByteCount(line) + 1;
            text = end < 0 ? "" : text[(end + 1)..];
        }
    }

    private static SpoutHarness<TextLine> Open(Func<ISpout<TextLine>> factory, List<LogPosition> positions)
    {
        var opening = SpoutHarness<TextLine>.OpenAsync(factory, positions);
        Assert.True(opening.IsCompletedSuccessfully);
        return opening.Result;
    }
}
