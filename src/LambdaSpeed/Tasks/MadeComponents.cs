namespace LambdaSpeed.Tasks;

/// <summary>The spouts and bolts of one attempt of a run: each of its tasks needs an object of its own.</summary>
internal sealed class MadeComponents
{
    private readonly Dictionary<object, (string Component, int Task)> _owners = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes whose a component object is.</summary>
    /// <exception cref="InvalidOperationException">It is another task's already.</exception>
    public void Add(object made, string component, int task)
    {
        if (_owners.TryAdd(made, (component, task))) return;

        var (owner, ownerTask) = _owners[made];
        throw new InvalidOperationException(
            $"the {made.GetType().Name} it was given is that of component '{owner}', task {ownerTask}, already, and two tasks would " +
            $"call it at once. Remedy: let the factory of '{component}' make a new object at each call; " +
            "register one that is resolved from the services as transient.");
    }
}
