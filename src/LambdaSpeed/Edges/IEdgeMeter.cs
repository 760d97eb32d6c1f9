namespace LambdaSpeed.Edges;

/// <summary>What can be measured of a channel between two tasks, from any thread.</summary>
internal interface IEdgeMeter
{
    string Name { get; }

    /// <summary>Chunks it can hold.</summary>
    int Capacity { get; }

    /// <summary>Chunks that wait in it.</summary>
    int Depth { get; }

    /// <summary>Tuples sent through it so far.</summary>
    long Sent { get; }
}
