namespace LambdaSpeed;

/// <summary>How the tuples of a stream are spread over the tasks of the component that reads it.</summary>
public enum GroupingKind
{
    /// <summary>Task i sends to task i when both components have equally many tasks (and may be fused with it); else as
    /// <see cref="Shuffle"/>. The default.</summary>
    LocalOrShuffle,

    /// <summary>In turn, as many at a time as the slowest of the tasks asks for, so that each gets equally many.</summary>
    Shuffle,

    /// <summary>By key: all tuples of a key go to one task.</summary>
    Fields,

    /// <summary>By key to the less loaded of two tasks; the partial results of the two are merged behind.</summary>
    PartialKey,

    /// <summary>Every tuple to every task.</summary>
    All,

    /// <summary>Every tuple to task 0.</summary>
    Global,

    /// <summary>To the task that the sender names with <see cref="Emitter{T}.EmitTo"/>.</summary>
    Direct,

    /// <summary>To the task with the least waiting for it.</summary>
    LoadAwareShuffle,

    /// <summary>As an <see cref="ICustomGrouping{T}"/> chooses.</summary>
    Custom,
}
