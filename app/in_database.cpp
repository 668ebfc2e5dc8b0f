#include "app/in_database.hpp"

#include "app/database.hpp"

namespace rental {

int in_database(
    const command_context& context,
    const std::function<expected<done>(const settings&, store_session&)>& job) {
  auto all = context.load();
  if (!all)
    return exit_configuration;
  auto opened = open_existing_database(*all);
  if (!opened)
    return context.fail(opened.error());
  auto done_so = run_job(*opened->rows, [&](store_session& session) {
    return job(*all, session);
  });
  return done_so ? int{exit_fine} : context.fail(done_so.error());
}

} // namespace rental
