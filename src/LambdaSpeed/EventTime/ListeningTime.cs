namespace LambdaSpeed.EventTime;

/// <summary>For how long a task has been in a position to hear of its sources: silence while it could not read is none of theirs.</summary>
/// <remarks>Pure. Times are since any one moment. Touched only by the owning task's step. Nobody listens at first.</remarks>
internal sealed class ListeningTime
{
    private TimeSpan _heard;  // of the time since the last restart, without the stretch at hand
    private TimeSpan? _since; // the begin of the stretch at hand; null while nobody listens

    /// <summary>Listens from now on, or not any more.</summary>
    public void Listen(bool isListening, TimeSpan now)
    {
        _heard = Elapsed(now);
        _since = isListening ? now : null;
    }

    /// <summary>How long since the last restart.</summary>
    public TimeSpan Elapsed(TimeSpan now) => _heard + (_since is { } since ? now - since : TimeSpan.Zero);

    public void Restart(TimeSpan now)
    {
        _heard = TimeSpan.Zero;
        if (_since is not null) _since = now;
    }
}
