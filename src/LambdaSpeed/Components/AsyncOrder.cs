namespace LambdaSpeed;

/// <summary>In which order an async bolt hands on the results of its calls, when it has no key to order them by.</summary>
public enum AsyncOrder
{
    /// <summary>In the order of the tuples, of each task. Calls are made at once all the same; a slow one has the results of those behind
    /// it wait.</summary>
    Input,

    /// <summary>As the calls complete.</summary>
    None,
}
