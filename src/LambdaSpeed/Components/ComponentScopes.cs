namespace LambdaSpeed.Components;

/// <summary>The scopes of the services in one attempt of a run: one for each task, since what is scoped is seldom safe for several
/// threads.</summary>
/// <param name="services">The topology's services; null when it has none.</param>
internal sealed class ComponentScopes(IServiceProvider? services) : IAsyncDisposable
{
    private readonly List<(string Task, int Index, ComponentScope Scope)> _scopes = [];

    /// <summary>A scope for a task; made in fact when it is first needed.</summary>
    public ComponentScope New(string task, int index)
    {
        var scope = new ComponentScope(services);
        _scopes.Add((task, index, scope));
        return scope;
    }

    /// <summary>Disposes every scope, whatever becomes of the others. After the components were closed.</summary>
    /// <exception cref="TaskFailedException">Some scope could not be disposed; the first such failure.</exception>
    public async ValueTask DisposeAsync()
    {
        TaskFailedException? failure = null;
        foreach (var (task, index, scope) in _scopes)
        {
            try
            {
                await scope.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure ??= new TaskFailedException(task, index,
                    $"What the services made for '{task}', task {index}, failed in being disposed: {exception.Message}", exception);
            }
        }
        if (failure is not null) throw failure;
    }
}
