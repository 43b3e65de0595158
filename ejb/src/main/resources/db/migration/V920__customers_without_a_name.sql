-- A customer who has given no name has none; each page calls them so in its own language.
update participant set display_name = '' where user_id is null and display_name = 'Customer';
