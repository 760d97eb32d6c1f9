namespace LambdaSpeed.Views;

/// <summary>What keeps an outside store up with a view, seen without its types. Any thread.</summary>
internal interface IViewFollower
{
    /// <summary>The view's name.</summary>
    string View { get; }

    /// <summary>How the store is doing.</summary>
    FollowerDescription Description { get; }

    /// <summary>Completes when the store is written no more; faults when it was given up.</summary>
    Task Work { get; }

    /// <summary>States that the run does not wait for the store any longer, though a call of it has not returned.</summary>
    void LeaveBehind(TimeSpan waited);
}
