using System.Buffers;
using System.IO.Pipelines;

namespace LambdaSpeed.Stomp;

/// <summary>The frames of a stream. Used by one loop.</summary>
/// <param name="stream">The stream; not its own.</param>
/// <param name="maxHeadBytes">The largest command with its headers that is held.</param>
/// <param name="maxBodyBytes">The largest body that is held.</param>
internal sealed class StompFrameStream(Stream stream, int maxHeadBytes, int maxBodyBytes) : IAsyncDisposable
{
    private readonly PipeReader _bytes = PipeReader.Create(stream, new(bufferSize: 32 * 1024, leaveOpen: true));
    private readonly StompFrameReader _reader = new(maxHeadBytes, maxBodyBytes);
    private ReadOnlySequence<byte> _unread; // of the last read; valid until it is advanced
    private bool _isReading;                // whether there is one

    /// <summary>Waits for bytes; false when they are the last ones.</summary>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        if (_isReading) _bytes.AdvanceTo(_unread.Start, _unread.End);
        _isReading = false;
        var read = await _bytes.ReadAsync(cancellationToken).ConfigureAwait(false);
        (_unread, _isReading) = (read.Buffer, true);
        return !read.IsCompleted;
    }

    /// <summary>Takes a frame that is there.</summary>
    /// <exception cref="StompFormatException">The bytes are no frames.</exception>
    public bool TryTake(out StompFrame frame)
    {
        frame = default;
        return _isReading && _reader.TryRead(ref _unread, out frame);
    }

    /// <summary>Waits for the next frame.</summary>
    /// <exception cref="EndOfStreamException">There are no more.</exception>
    public async ValueTask<StompFrame> NextAsync(CancellationToken cancellationToken)
    {
        StompFrame frame;
        while (!TryTake(out frame))
        {
            if (!await ReadAsync(cancellationToken).ConfigureAwait(false) && !TryTake(out frame))
            {
                throw new EndOfStreamException("it has closed the connection without a word.");
            }
            if (frame.Command is not null) break;
        }
        return frame;
    }

    public ValueTask DisposeAsync() => _bytes.CompleteAsync();
}
