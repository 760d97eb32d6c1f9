namespace LambdaSpeed;

/// <summary>The kinds of <see cref="SpoutStatus"/>.</summary>
public enum SpoutStatusKind
{
    /// <summary>There may be more at once.</summary>
    Ready,

    /// <summary>Nothing until the spout wakes its task.</summary>
    Idle,

    /// <summary>Nothing for a stated time.</summary>
    Paused,

    /// <summary>The true end of the source.</summary>
    Ended,
}
