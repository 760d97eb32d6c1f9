using System.Buffers;

namespace LambdaSpeed.Sources;

/// <summary>Cuts the text of one file into lines, without a copy or an allocation for each.</summary>
/// <remarks>Touched only by the owning task's step. The buffer is pooled; it grows while a line does not fit, up to the longest line
/// allowed. A span that was handed out is valid until the next call.</remarks>
internal sealed class LineReader : IDisposable
{
    private readonly TextFile _file;
    private readonly Stream _text;
    private readonly int _maxLineBytes;
    private readonly bool _isCounting; // from the start of the file
    private byte[] _buffer;            // rented
    private int _start;                // first byte of the next line
    private int _scanned;              // no line ends between the start and here
    private int _end;                  // one past what was read
    private long _toSkip;              // bytes of the text to be passed over before the first line
    private long _number;              // how many lines were handed out
    private bool _isAtEnd;             // the text has no more bytes than the buffer

    public LineReader(TextFile file, long offset, TextFileOptions options)
    {
        _file = file;
        _maxLineBytes = options.MaxLineBytes;
        _isCounting = offset == 0;
        (_text, _toSkip) = TextFileOpening.Open(file, offset);
        _buffer = ArrayPool<byte>.Shared.Rent(options.BufferBytes);
        Offset = offset;
    }

    /// <summary>Where the next line starts in the text.</summary>
    public long Offset { get; private set; }

    /// <summary>The number of the line last handed out; null when the lines before it were not seen.</summary>
    public long? Number => _isCounting ? _number : null;

    /// <summary>Passes over text before the place to start at; true when there.</summary>
    public bool SkipSome(int maxBytes)
    {
        for (var skipped = 0; skipped < maxBytes && _toSkip > 0;)
        {
            var read = Read(_buffer.AsSpan(0, (int)Math.Min(_buffer.Length, _toSkip)));
            if (read == 0) throw _file.PositionBeyondEnd(Offset, Offset - _toSkip);
            skipped += read;
            _toSkip -= read;
        }
        return _toSkip == 0;
    }

    /// <summary>The next line without its end, and where it starts in the text; false at the end of the text.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line, out long offset)
    {
        if (Offset == 0) PassByteOrderMark();
        offset = Offset;
        while (true)
        {
            var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = Take(_scanned + length, endBytes: 1);
                return true;
            }
            _scanned = _end;
            if (_isAtEnd)
            {
                var isLine = _start < _end;
                line = Take(_end, endBytes: 0);
                return isLine;
            }
            if (_end - _start > _maxLineBytes + 1) throw _file.LineTooLong(Offset, _maxLineBytes); // one may be the CR of its end
            Fill();
        }
    }

    public void Dispose()
    {
        _text.Dispose();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private ReadOnlySpan<byte> Take(int lineEnd, int endBytes)
    {
        var line = _buffer.AsSpan(_start, lineEnd - _start);
        var start = Offset;
        Offset += line.Length + endBytes;
        _start = _scanned = lineEnd + endBytes;
        if (line.Length + endBytes > 0) _number++;
        if (endBytes > 0 && line is [.., (byte)'\r']) line = line[..^1];
        if (line.Length > _maxLineBytes) throw _file.LineTooLong(start, _maxLineBytes);
        return line;
    }

    private void PassByteOrderMark()
    {
        while (_end < 3 && !_isAtEnd) Fill();
        if (!_buffer.AsSpan(0, _end).StartsWith("\uFEFF"u8)) return;

        _start = _scanned = 3;
        Offset = 3;
    }

    private void Fill()
    {
        if (_end == _buffer.Length) MakeRoom();
        else if (_start == _end) _start = _scanned = _end = 0;

        var read = Read(_buffer.AsSpan(_end));
        _end += read;
        _isAtEnd = read == 0;
    }

    /// <summary>Moves the line at hand to the front of the buffer, or of a larger one when it fills this one.</summary>
    private void MakeRoom()
    {
        var line = _buffer.AsSpan(_start, _end - _start);
        if (_start > 0)
        {
            line.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(_buffer.Length * 2L, _maxLineBytes + 2L));
            line.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }
        _end = line.Length;
        _scanned -= _start;
        _start = 0;
    }

    private int Read(Span<byte> target)
    {
        try
        {
            return _text.Read(target);
        }
        catch (InvalidDataException exception)
        {
            throw _file.CorruptGzip(Offset, exception.Message, exception);
        }
        catch (Exception exception)
        {
            throw _file.Unreadable(Offset, exception);
        }
    }
}
