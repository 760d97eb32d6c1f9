namespace LambdaSpeed;

/// <summary>The kinds of components.</summary>
public enum NodeKind
{
    /// <summary>A source of tuples.</summary>
    Spout,

    /// <summary>A lambda that keeps or drops, turns or expands tuples; part of its sender's task when it can be.</summary>
    Operator,

    /// <summary>A bolt.</summary>
    Bolt,

    /// <summary>Takes key and value from a tuple before it crosses to the task of its key; part of its sender's task.</summary>
    Key,

    /// <summary>Adds up by key, in front of a view, to make less cross an edge.</summary>
    PartialAggregate,

    /// <summary>Says when each tuple happened; part of its sender's task.</summary>
    EventTime,

    /// <summary>A realtime view.</summary>
    View,

    /// <summary>An output: what it reads leaves the topology when its epoch is committed.</summary>
    Output,
}
