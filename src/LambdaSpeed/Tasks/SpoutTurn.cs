namespace LambdaSpeed.Tasks;

/// <summary>What a turn of a spout came to.</summary>
internal enum SpoutTurn
{
    /// <summary>Something was emitted, or may be at the next turn.</summary>
    Ready,

    /// <summary>A signal is to be passed on before the next turn.</summary>
    Signalled,

    /// <summary>Nothing until somebody wakes the task.</summary>
    Idle,

    /// <summary>Nothing for a stated time.</summary>
    Paused,
}
