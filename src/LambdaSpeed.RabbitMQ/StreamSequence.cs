namespace LambdaSpeed.RabbitMQ;

/// <summary>Decides by offsets alone whether the messages of one attachment are all that a stream has from a position on. Pure.</summary>
/// <remarks>
/// A reader that asks for an offset which retention has deleted is given the first one that is kept, without a word; and so is one that
/// retention overtakes. Offsets have gaps of their own besides: the server's own chunks take some. So reading begins <em>one before</em>
/// the position, at the message that was read last. When that comes, nothing behind it is missing.</remarks>
internal sealed class StreamSequence
{
    private readonly long _position;    // the next offset to read
    private readonly bool _isOpenStart; // whether reading begins here at all, perhaps before the first message
    private bool _isAttached;           // has the place been found?
    private bool _isProven;             // was the last message the one that proves the place?

    /// <param name="position">The next offset to read.</param>
    /// <param name="isOpenStart">Whether nothing was read before it, so that nothing can be missing.</param>
    public StreamSequence(long position, bool isOpenStart)
    {
        _position = position;
        _isOpenStart = isOpenStart;
        Next = position;
    }

    /// <summary>Where to attach.</summary>
    public long AttachAt => Math.Max(0, _position - 1);

    /// <summary>The next offset to read.</summary>
    public long Next { get; private set; }

    /// <summary>Judges the next message of the attachment.</summary>
    public StreamVerdict Judge(long offset)
    {
        if (offset < _position - 1 || (_isAttached && offset < Next)) return StreamVerdict.PassOver;
        if (!_isAttached)
        {
            if (offset > _position && !_isOpenStart) return StreamVerdict.Lost;
            _isAttached = true;
            _isProven = offset == _position - 1;
            if (_isProven) return StreamVerdict.PassOver;
        }
        else if (offset > Next + 1 && !_isProven) // one is left out with each of the server's files
        {
            return StreamVerdict.Doubt;
        }
        _isProven = false;
        Next = offset + 1;
        return StreamVerdict.Take;
    }
}
