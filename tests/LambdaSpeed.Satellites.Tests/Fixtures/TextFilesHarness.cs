using System.Globalization;
using LambdaSpeed.Testing;

namespace LambdaSpeed.Satellites.Tests.Fixtures;

/// <summary>Text files of a test's own, a partition each, with a number on each line.</summary>
internal sealed class TextFilesHarness : SourceHarness
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lambdaspeed-text-");
    private readonly string[] _files;

    public TextFilesHarness()
    {
        _files = [.. Enumerable.Range(0, 2).Select(i => Path.Combine(_folder.FullName, $"{i}.txt"))];
        foreach (var file in _files) File.WriteAllText(file, "");
    }

    public override int Partitions => _files.Length;

    public override bool IsEndless => false;

    public override Func<ISpout<long>> Open() =>
        Spouts.FromTextFiles(_files, line => long.Parse(line.Utf8, CultureInfo.InvariantCulture));

    public override Task AppendAsync(int partition, IReadOnlyList<long> values, CancellationToken cancellationToken) =>
        File.AppendAllLinesAsync(
            _files[partition], values.Select(value => value.ToString(CultureInfo.InvariantCulture)), cancellationToken);

    public override ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return base.DisposeAsync();
    }
}
