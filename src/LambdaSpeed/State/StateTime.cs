namespace LambdaSpeed.State;

/// <summary>The time of the call at hand: looked up when first asked for, then the same until the call ends.</summary>
internal sealed class StateTime(TimeProvider clock)
{
    private long _now;    // in ticks of UTC; of the call at hand, when it is known
    private bool _isKnown; // the call at hand has asked

    /// <summary>Is there a call, so that states have a key?</summary>
    public bool IsInCall { get; private set; }

    /// <summary>In ticks of UTC.</summary>
    public long Now
    {
        get
        {
            if (!_isKnown) _now = clock.GetUtcNow().UtcTicks;
            _isKnown = true;
            return _now;
        }
    }

    /// <summary>A call begins.</summary>
    public void Begin()
    {
        IsInCall = true;
        _isKnown = false;
    }

    /// <summary>The call has ended.</summary>
    public void End() => IsInCall = false;
}
