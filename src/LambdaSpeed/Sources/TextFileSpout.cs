using System.Text;

namespace LambdaSpeed.Sources;

/// <summary>Reads the lines of text files; file i belongs to task i modulo the number of tasks, whatever that number was before.</summary>
internal sealed class TextFileSpout<T>(string[] paths, Func<RawLine, T> parse, TextFileOptions options)
    : Spout<T>, IPositionedSpout, IMeasuredSpout
{
    private const int MaxSkippedBytesPerCall = 4 << 20; // unpacking them takes about as long as a step may

    private readonly TextFileList _list = new(paths);
    private TextFile[] _files = [];  // of this task, in order; set when opened
    private long[] _offsets = [];    // for each of them, where its next line starts
    private int _current;            // which of them is being read
    private LineReader? _reader;     // of that one; null before its first line

    public long BytesRead { get; private set; }

    public string? SourceId => _list.Id;

    public bool CanContinue(string sourceId) => _list.BeginsWith(sourceId);

    public override ValueTask OpenAsync(ComponentContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        var encoding = new UTF8Encoding(false, throwOnInvalidBytes: options.InvalidUtf8 == InvalidUtf8.Throw);
        _files = [.. paths.Index()
            .Where(path => path.Index % context.TaskCount == context.TaskIndex)
            .Select(path => new TextFile(context, path.Item, path.Index, encoding))];
        _offsets = new long[_files.Length];
        foreach (var file in _files)
        {
            if (!File.Exists(file.Path)) throw file.Missing();
        }
        return base.OpenAsync(context, cancellationToken);
    }

    public override SpoutStatus Next(SpoutEmitter<T> output, int limit)
    {
        if (_current == _files.Length) return SpoutStatus.Ended;

        var file = _files[_current];
        var reader = _reader ??= new LineReader(file, _offsets[_current], options);
        if (!reader.SkipSome(MaxSkippedBytesPerCall)) return SpoutStatus.Ready;

        for (var read = 0; read < limit; read++)
        {
            var isLine = reader.TryRead(out var utf8, out var offset);
            BytesRead += reader.Offset - _offsets[_current];
            _offsets[_current] = reader.Offset;
            if (!isLine) return Finish();

            output.Emit(Parse(new RawLine(utf8, file, offset, reader.Number), file), new LogPosition(file.Index, offset));
        }
        return SpoutStatus.Ready;
    }

    public void CapturePositions(ICollection<LogPosition> positions)
    {
        for (var i = 0; i < _files.Length; i++) positions.Add(new LogPosition(_files[i].Index, _offsets[i]));
    }

    public void Seek(IReadOnlyCollection<LogPosition> positions)
    {
        for (var i = 0; i < _files.Length; i++) _offsets[i] = SourcePositions.Find(positions, _files[i].Index) ?? 0;
    }

    public override ValueTask CloseAsync()
    {
        _reader?.Dispose();
        _reader = null;
        return ValueTask.CompletedTask;
    }

    /// <summary>Goes on to the next file, with the next call, so that a call opens one file at most.</summary>
    private SpoutStatus Finish()
    {
        _reader!.Dispose();
        _reader = null;
        _current++;
        return _current == _files.Length ? SpoutStatus.Ended : SpoutStatus.Ready;
    }

    private T Parse(RawLine line, TextFile file)
    {
        try
        {
            return parse(line);
        }
        catch (DecoderFallbackException exception)
        {
            throw file.InvalidUtf8(line.Offset, exception);
        }
        catch (Exception exception)
        {
            throw file.UnparsableLine(line.Offset, exception);
        }
    }
}
